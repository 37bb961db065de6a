"""What the lessons import. One floor a week: a module imports only modules of its own or earlier weeks."""
