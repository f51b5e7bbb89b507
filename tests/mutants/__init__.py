"""How strong the tests are: small mistakes are put into the code, and each should make a test fail."""
