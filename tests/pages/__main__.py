"""``make pages``: write the generated parts of the pages as the code has them now."""

from tests.pages.generated import current, generated_pages


def main() -> None:
    """Rewrite every page that has such a part."""
    for page in generated_pages():
        page.write_text(current(page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
