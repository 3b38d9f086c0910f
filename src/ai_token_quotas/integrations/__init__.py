"""The quota around the calls of other libraries, each an extra of its own."""
