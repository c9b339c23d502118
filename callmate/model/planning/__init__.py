"""The next call: its plan, the way in, the step after talking, and what is known of the company."""
