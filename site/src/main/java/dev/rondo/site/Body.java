package dev.rondo.site;

import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The text of a page as HTML. Markup that is written into a page is shown, not obeyed. */
final class Body {
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder()
                    .escapeHtml(true)
                    .sanitizeUrls(true)
                    .attributeProviderFactory(_ -> new Anchors())
                    .attributeProviderFactory(_ -> (AttributeProvider) Body::link)
                    // before the extension, which would render tables itself
                    .nodeRendererFactory(ScrollingTable::new)
                    .extensions(List.of(TablesExtension.create()))
                    .build();

    private Body() {}

    static String of(Page page) {
        return RENDERER.render(page.document());
    }

    private static void link(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof Link) {
            attributes.computeIfPresent("href", (_, link) -> Addresses.of(link));
            // added for texts of strangers
            attributes.remove("rel");
        }
    }

    /** A table in a frame that scrolls where the window is narrow. */
    private record ScrollingTable(HtmlNodeRendererContext context) implements NodeRenderer {
        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(TableBlock.class);
        }

        @Override
        public void render(Node table) {
            var html = context.getWriter();
            html.line();
            // whoever reads with the keyboard scrolls what has the focus
            html.raw("<div class=\"wide\" tabindex=\"0\">");
            html.tag("table");
            for (Node n = table.getFirstChild(); n != null; n = n.getNext()) {
                context.render(n);
            }
            html.tag("/table");
            html.tag("/div");
            html.line();
        }
    }
}
