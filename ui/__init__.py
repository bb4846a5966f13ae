"""In: answers and reports. Out: what people and programs see: the command line and the pages."""
