"""Referrals at the door for programs: their gate, their course, the employee's own side, and releases."""
