"""The same feed in a browser: a page, and a headless Chromium that shows it."""
