package dev.rondo.site;

import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sections of the site, as the index of the documentation lists them.
 *
 * @param index that page
 * @param sections in order
 */
record Contents(Page index, List<Section> sections) {
    /** The index, whose headings and links are the order of the site. */
    static final String INDEX = "docs/README.md";

    /**
     * The pages below one heading.
     *
     * @param ordered whether they are to be read one after the other: their list has numbers
     */
    record Section(String title, boolean ordered, List<Page> pages) {}

    /** The sections of the index, and their pages. */
    static Contents of(Page index, Map<String, Page> pages) {
        List<Section> sections = new ArrayList<>();
        Node node = index.document().getFirstChild();
        while (node != null) {
            if (node instanceof Heading h && h.getLevel() == 2) {
                section(h, index, pages).ifPresent(sections::add);
            }
            node = node.getNext();
        }
        return new Contents(index, sections);
    }

    private static Optional<Section> section(Heading title, Page index, Map<String, Page> pages) {
        Set<Page> found = new LinkedHashSet<>();
        boolean ordered = false;
        Node node = title.getNext();
        while (node != null && !(node instanceof Heading)) {
            ordered |= node instanceof OrderedList;
            Page.links(node).stream()
                    .filter(link -> !Addresses.isExternal(link))
                    .map(link -> pages.get(Addresses.target(index.source(), link)))
                    .filter(page -> page != null && page != index)
                    .forEach(found::add);
            node = node.getNext();
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section(Page.text(title), ordered, List.copyOf(found)));
    }

    /** What is read before a page, if its section has an order. */
    Optional<Page> before(Page page) {
        return neighbor(page, -1);
    }

    /** What is read after a page, if its section has an order. */
    Optional<Page> after(Page page) {
        return neighbor(page, 1);
    }

    private Optional<Page> neighbor(Page page, int distance) {
        Map<Page, Page> neighbors = new LinkedHashMap<>();
        for (Section section : sections) {
            List<Page> all = section.pages();
            for (int i = 0; section.ordered() && i < all.size(); i++) {
                if (i + distance >= 0 && i + distance < all.size()) {
                    neighbors.put(all.get(i), all.get(i + distance));
                }
            }
        }
        return Optional.ofNullable(neighbors.get(page));
    }
}
