"""The rules that find causes and consequences, the word families they read, and the weights they are judged by."""
