"""Delivers alerts: by e-mail, to a webhook and to Slack. See docs/alerts.md."""
