package dev.rondo.site;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Which address a file of the repository has in the site. Folders stay as they are. */
final class Addresses {
    private static final Pattern EXTERNAL = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*");

    private Addresses() {}

    /** Whether a link leaves the repository. */
    static boolean isExternal(String link) {
        return EXTERNAL.matcher(link).matches();
    }

    /** {@code docs/README.md#guides} becomes {@code docs/index.html#guides}. */
    static String of(String link) {
        if (isExternal(link)) {
            return link;
        }
        int end = link.indexOf('#') < 0 ? link.length() : link.indexOf('#');
        return link.substring(0, end)
                        .replaceFirst("(^|/)README\\.md$", "$1index.html")
                        .replaceFirst("\\.md$", ".html")
                + link.substring(end);
    }

    /** Where a link leads, without its anchor. An empty path is the page itself. */
    static String target(String from, String link) {
        String path = link.replaceFirst("#.*", "");
        return path.isEmpty() ? from : text(Path.of(from).resolveSibling(path).normalize());
    }

    /** The link from one address to another. */
    static String between(String from, String to) {
        Path folder = Path.of("/").resolve(from).getParent();
        return text(folder.relativize(Path.of("/").resolve(to)));
    }

    /** With slashes, whatever the system has. */
    static String text(Path path) {
        return path.toString().replace('\\', '/');
    }
}
