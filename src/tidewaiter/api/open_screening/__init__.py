"""The open screening API (yente's wire format), so that its users switch by changing an address.

Listings are shown as FollowTheMoney entities; the screening behind it is that of every other interface.
"""
