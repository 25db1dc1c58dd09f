package dev.rondo.site;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds links that lead nowhere, and pages that no link leads to, in the finished files. */
final class DeadLinks {
    private static final Pattern LINK = Pattern.compile(" (?:href|src)=\"([^\"]*)\"");

    private final Map<String, byte[]> files;

    DeadLinks(Map<String, byte[]> files) {
        this.files = files;
    }

    /** One line for each, sorted. */
    Set<String> found() {
        Set<String> all = new TreeSet<>();
        for (String page : files.keySet()) {
            for (String link : links(page)) {
                if (!leadsSomewhere(page, link)) {
                    all.add(page + ": '" + link + "' leads nowhere");
                }
            }
        }
        Set<String> lost = new TreeSet<>(files.keySet());
        lost.removeAll(reached());
        lost.forEach(file -> all.add(file + ": no link leads here"));
        return all;
    }

    private boolean leadsSomewhere(String page, String link) {
        String target = link.isEmpty() ? "" : Addresses.target(page, link);
        int at = link.indexOf('#');
        return files.containsKey(target)
                && (at < 0 || text(target).contains(" id=\"" + link.substring(at + 1) + "\""));
    }

    /** What a reader who begins at the first page can see. */
    private Set<String> reached() {
        Set<String> seen = new TreeSet<>(Set.of(Site.HOME));
        Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            String page = open.remove();
            for (String link : links(page)) {
                String target = Addresses.target(page, link);
                if (files.containsKey(target) && seen.add(target)) {
                    open.add(target);
                }
            }
        }
        return seen;
    }

    /** The links of a page within the site; other files have none. */
    private List<String> links(String page) {
        List<String> all = new ArrayList<>();
        if (page.endsWith(".html")) {
            LINK.matcher(text(page))
                    .results()
                    .map(m -> m.group(1).replace("&amp;", "&"))
                    .filter(link -> !Addresses.isExternal(link))
                    .forEach(all::add);
        }
        return all;
    }

    private String text(String file) {
        return new String(files.get(file), StandardCharsets.UTF_8);
    }
}
