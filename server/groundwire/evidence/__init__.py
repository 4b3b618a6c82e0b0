"""Facts from outside the text: what a recorded test run ran, how complex a function is."""
