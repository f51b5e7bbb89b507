"""The one typed reading of the site file, the environment and the places where files lie."""
