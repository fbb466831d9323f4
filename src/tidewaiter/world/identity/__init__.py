"""What identifies a firm on paper: names and their spellings, addresses, phones, numbers, owners. All are made up."""
