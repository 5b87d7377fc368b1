"""Settings of the property tests: a busy machine is no failure, and a failure says how to repeat it."""

from hypothesis import settings

settings.register_profile("evidence-desk", deadline=None, print_blob=True)
settings.load_profile("evidence-desk")
