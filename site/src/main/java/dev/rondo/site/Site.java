package dev.rondo.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The documentation of a repository as web pages.
 *
 * @param files the content of each file, by its address
 */
public record Site(Map<String, byte[]> files) {
    /** The address of the first page, the README of the repository. */
    static final String HOME = "index.html";

    private static final List<String> FOLDERS = List.of("docs", "examples");

    /**
     * Makes the site: the Markdown at the root of the repository and in the folders of
     * documentation, and every other file that these link.
     *
     * @throws SiteException when a link leads nowhere, or no link leads to a page
     */
    public static Site of(Path root) throws IOException {
        Map<String, Page> pages = pages(root);
        Page index = pages.get(Contents.INDEX);
        Page home = pages.get("README.md");
        if (index == null || home == null) {
            throw new SiteException("expected README.md and " + Contents.INDEX);
        }
        Frame frame = new Frame(home, Contents.of(index, pages));
        Map<String, byte[]> files = new TreeMap<>();
        files.put(Frame.STYLE, style());
        for (Page page : pages.values()) {
            String html = frame.around(page, Body.of(page));
            files.put(page.address(), html.getBytes(StandardCharsets.UTF_8));
            copyLinked(page, root, files);
        }
        Set<String> dead = new DeadLinks(files).found();
        if (!dead.isEmpty()) {
            throw new SiteException(String.join("\n", dead));
        }
        return new Site(files);
    }

    /** Writes the files below a folder. */
    public void write(Path folder) throws IOException {
        for (var file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    private static Map<String, Page> pages(Path root) throws IOException {
        Map<String, Page> pages = new TreeMap<>();
        addPages(root, root, 1, pages);
        for (String folder : FOLDERS) {
            if (Files.exists(root.resolve(folder))) {
                addPages(root, root.resolve(folder), Integer.MAX_VALUE, pages);
            }
        }
        return pages;
    }

    private static void addPages(Path root, Path folder, int depth, Map<String, Page> pages)
            throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String source = Addresses.text(root.relativize(file));
                if (source.endsWith(".md") && !source.contains("/target/")) {
                    pages.put(source, Page.of(source, Files.readString(file)));
                }
            }
        }
    }

    /** Pictures and texts. A link out of the repository is left dead. */
    private static void copyLinked(Page page, Path root, Map<String, byte[]> files)
            throws IOException {
        for (String link : Page.links(page.document())) {
            if (Addresses.isExternal(link)) {
                continue;
            }
            String target = Addresses.target(page.source(), link);
            Path file = root.resolve(target);
            if (!target.startsWith("..") && !target.endsWith(".md") && Files.isRegularFile(file)) {
                files.put(target, Files.readAllBytes(file));
            }
        }
    }

    private static byte[] style() throws IOException {
        try (InputStream in = Site.class.getResourceAsStream(Frame.STYLE)) {
            return in.readAllBytes();
        }
    }
}
