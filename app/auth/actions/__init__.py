"""What people can do about accounts and appointments, one room per activity."""
