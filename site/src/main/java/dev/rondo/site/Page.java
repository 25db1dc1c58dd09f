package dev.rondo.site;

import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

import java.util.ArrayList;
import java.util.List;

/**
 * A Markdown file.
 *
 * @param source where it is in the repository, with slashes
 * @param title its first heading
 * @param document its text
 */
record Page(String source, String title, Node document) {
    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    /** Reads a page. */
    static Page of(String source, String markdown) {
        Node document = PARSER.parse(markdown);
        if (document.getFirstChild() instanceof Heading h && h.getLevel() == 1) {
            return new Page(source, text(h), document);
        }
        throw new SiteException(source + " does not begin with a title");
    }

    /** Its address in the site. */
    String address() {
        return Addresses.of(source);
    }

    /** The links of a part of the page, in order, also those to pictures. */
    static List<String> links(Node part) {
        List<String> found = new ArrayList<>();
        part.accept(
                new AbstractVisitor() {
                    @Override
                    public void visit(Link link) {
                        found.add(link.getDestination());
                        visitChildren(link);
                    }

                    @Override
                    public void visit(Image image) {
                        found.add(image.getDestination());
                        visitChildren(image);
                    }
                });
        return found;
    }

    /** The words of a part, without markup. */
    static String text(Node part) {
        StringBuilder words = new StringBuilder();
        part.accept(
                new AbstractVisitor() {
                    @Override
                    public void visit(Text text) {
                        words.append(text.getLiteral());
                    }

                    @Override
                    public void visit(Code code) {
                        words.append(code.getLiteral());
                    }

                    @Override
                    public void visit(HtmlInline markup) {
                        words.append(markup.getLiteral());
                    }
                });
        return words.toString();
    }
}
