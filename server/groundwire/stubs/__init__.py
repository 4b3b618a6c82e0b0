"""Test stubs: for a function, the tests that would settle whether it is right, each waiting for a person's answer.

`plan.write_stub` writes one; `request` holds what it is asked and what it answers.
"""
