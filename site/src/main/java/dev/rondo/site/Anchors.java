package dev.rondo.site;

import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.renderer.html.AttributeProvider;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Gives headings the anchors that GitHub gives them. commonmark's extension for this makes letters
 * small as the default language does, and Turkish has its own small I.
 */
final class Anchors implements AttributeProvider {
    private final Map<String, Integer> uses = new HashMap<>();

    @Override
    public void setAttributes(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof Heading) {
            String anchor = of(Page.text(node));
            int before = uses.merge(anchor, 1, Integer::sum) - 1;
            attributes.put("id", before == 0 ? anchor : anchor + "-" + before);
        }
    }

    private static String of(String title) {
        return title.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
