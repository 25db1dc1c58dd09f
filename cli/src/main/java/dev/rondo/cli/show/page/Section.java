package dev.rondo.cli.show.page;

import dev.rondo.cli.show.Illustrator;

import java.util.List;

/**
 * A part of a page.
 *
 * @param title the title of the section
 * @param blocks its content, in order
 */
public record Section(String title, List<Block> blocks) {
    /** Copies the list. */
    public Section {
        blocks = List.copyOf(blocks);
    }

    Section drawn(Illustrator illustrator) {
        return new Section(
                title,
                blocks.stream()
                        .map(b -> b instanceof Block.Drawing d ? d.drawn(illustrator) : b)
                        .toList());
    }

    /** A section with these blocks. */
    public static Section of(String title, Block... blocks) {
        return new Section(title, List.of(blocks));
    }
}
