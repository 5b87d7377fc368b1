"""The words of the field as frozen values and pure rules; imports nothing of ours."""
