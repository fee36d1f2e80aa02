"""Referrals on pages: the coordinator's list, one referral and what is next in it, and the employee's own side."""
