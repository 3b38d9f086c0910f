"""Mutations of the delivery of alerts: who gets what, and which worker sends it."""

from mutants.tools import Mutation, replace_in

PREPARE = "public.prepare_quota_alert"
MUTATIONS = [
    Mutation(
        "mail goes to unconfirmed addresses",
        replace_in(PREPARE, ("v_user.email_confirmed_at is not null", "true")),
        "must_get_no_mail and email_confirmed_at",
        every=True,
    ),
    Mutation(
        "mail goes to users who turned it off",
        replace_in(PREPARE, ("= 'off') is not true", "= 'off') is not null")),
        "must_get_no_mail and ai_quota_alerts",
        every=True,
    ),
    Mutation(
        "mail goes to banned users",
        replace_in(PREPARE, ("(v_user.banned_until > now()) is not true", "true")),
        "must_get_no_mail and banned_until",
        every=True,
    ),
    Mutation(
        "an alert is prepared for a worker that lost it",
        replace_in(PREPARE, ("and u.attempts = prepare_quota_alert.attempt", "")),
        "another_worker_has_claimed",
    ),
    Mutation(
        "an alert is prepared after its lease",
        replace_in(PREPARE, ("and u.next_attempt_at > now()", "")),
        "a_lease_that_is_over",
    ),
    Mutation(
        "an alert that is true no longer is sent",
        replace_in(PREPARE, ("if not ai_quota.is_current(v_alert) then", "if false then")),
        "claimed_and_then_true_no_longer",
    ),
    Mutation(
        "a channel that is done is forgotten",
        replace_in(
            "public.note_quota_alert",
            (
                "array_remove(u.channels, note_quota_alert.channel), note_quota_alert.channel",
                "'{}', 'x'",
            ),
        ),
        "left_out_of_the_next_attempt",
    ),
    Mutation(
        "a channel that is done with a digest is forgotten",
        replace_in(
            "public.complete_quota_digest",
            ("when complete_quota_digest.channel is null then", "when true then"),
        ),
        "a_digest_that_fails",
    ),
]
