"""The maker of the sample matter's documents; every sentence in here was written for the sample."""
