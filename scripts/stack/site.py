"""The hooks of mkdocs.yml: pages from outside docs/, links between them, diagrams without a CDN."""

import logging
import os
import posixpath
import re
from fnmatch import fnmatch
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
MERMAID = ROOT / ".stack/node/node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js"

# Files of the repository that are pages of the site, by their place in it.
PAGES = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "reporting.md",
    "benchmarks/report.md": "benchmarks.md",
    **{
        str(path.relative_to(ROOT)): f"packages/{path.parent.name}.md"
        for path in sorted(ROOT.glob("packages/*/README.md"))
    },
}
log = logging.getLogger("mkdocs.plugins.site")
_markdown: dict[str, str] = {}
LINK = re.compile(r'(\]\(|\b(?:href|src|srcset)=")([^)"\s#]+)((?:#[^)"\s]*)?)')


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Let `folder/*` in nav mean the pages of a folder that nav does not name."""
    named = set(re.findall(r"[\w./-]+\.md", str(config.nav)))
    config.nav = _expanded(config.nav, named)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from outside docs/, and every other file that a page links to."""
    for source, uri in PAGES.items():
        if (ROOT / source).exists():
            files.append(File.generated(config, uri, content=(ROOT / source).read_text()))
    if MERMAID.exists():
        files.append(File.generated(config, "assets/mermaid.js", abs_src_path=str(MERMAID)))
    for page in [file for file in files if file.is_documentation_page()]:
        for target in _outside(page):
            uri = f"source/{target}"
            if files.get_file_from_path(uri) is None and (ROOT / target).is_file():
                # A page would be rendered, and SQL is excluded from docs/.
                files.append(File.generated(config, uri, abs_src_path=str(ROOT / target)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead links that leave docs/ to the page or file that the site has for them."""

    def moved(match: re.Match[str]) -> str:
        before, target, anchor = match.groups()
        if re.match(r"[a-z]+:|/", target):
            return match[0]
        path = _in_repository(page.file, target)
        uri = _uri(path)
        # MkDocs looks at Markdown's links only.
        if before.endswith('"') and not (ROOT / path).exists():
            log.warning("%s has no %s, which it shows", page.file.src_uri, target)
        if uri is None or (uri == path and page.file.src_uri not in PAGES.values()):
            return match[0]
        start = posixpath.dirname(page.file.src_uri) or "."
        if before.endswith('"') and uri.endswith(".md"):
            uri = uri.removesuffix(".md") + ".html"
        return f"{before}{posixpath.relpath(uri, start)}{anchor}"

    _markdown[page.file.src_uri] = LINK.sub(moved, markdown)
    return _markdown[page.file.src_uri]


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Load the program for diagrams where there is one."""
    if 'class="diagram"' not in output:
        return output
    start = posixpath.dirname(page.file.dest_uri) or "."
    sources = [posixpath.relpath(f"assets/{name}.js", start) for name in ("mermaid", "diagrams")]
    scripts = "".join(f'<script src="{source}" defer></script>' for source in sources)
    return output.replace("</head>", f"{scripts}</head>", 1)


def on_post_build(config: MkDocsConfig) -> None:
    """Serve each page as Markdown too, for coding assistants, who begin with llms.txt."""
    for uri, markdown in _markdown.items():
        path = Path(config.site_dir) / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(markdown)
    llms = (ROOT / "docs/llms.txt").read_text()
    for source, uri in PAGES.items():
        llms = llms.replace(f"](../{source})", f"]({uri})")
    Path(config.site_dir, "llms.txt").write_text(llms)
    listed = re.findall(r"\]\((\S+?\.md)\)", llms)
    for missing in set(listed) - set(_markdown):
        log.warning("llms.txt names %s, which is no page", missing)


def _expanded(nav: object, named: set[str]) -> object:
    if isinstance(nav, list):
        return [part for one in nav if (part := _expanded(one, named)) != {}]
    if not isinstance(nav, dict):
        return nav
    made: dict[object, object] = {}
    for title, value in nav.items():
        if isinstance(value, str) and value.endswith("*"):
            uris = [str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")]
            found = [
                uri
                for uri in (*uris, *PAGES.values())
                if fnmatch(uri, value) and uri.count("/") == value.count("/")
            ]
            if left := sorted(set(found) - named):
                made[title] = left
        else:
            made[title] = _expanded(value, named)
    return made


def _in_repository(file: File, target: str) -> str:
    """Where a link of a page leads, from the root of the repository."""
    sources = {uri: source for source, uri in PAGES.items()}
    source = sources.get(file.src_uri, f"docs/{file.src_uri}")
    return os.path.normpath(posixpath.join(posixpath.dirname(source), target))


def _uri(path: str) -> str | None:
    """Where the site has a file of the repository, or None if that is not in the repository."""
    if path in PAGES:
        return PAGES[path]
    if path.startswith("docs/") and not path.endswith(".sql"):
        return path.removeprefix("docs/")
    if path.startswith("..") or not (ROOT / path).exists():
        return None
    return f"source/{path}"


def _outside(page: File) -> set[str]:
    """The files of the repository, other than pages, that a page links to."""
    targets = (match[2] for match in LINK.finditer(page.content_string))
    paths = {_in_repository(page, one) for one in targets if not re.match(r"[a-z]+:|/", one)}
    return {path for path in paths if (_uri(path) or "").startswith("source/")}
