"""What people can do with positions, in rooms: drafting, discussing, staging, voting, answering."""
