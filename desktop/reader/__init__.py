"""Reading a quotation where it stands: the words, who said them, and the article around them."""
