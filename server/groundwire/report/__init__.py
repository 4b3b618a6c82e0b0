"""What a check found, written for people and for programs; pure functions from data to text."""
