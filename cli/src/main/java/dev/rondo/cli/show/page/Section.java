package dev.rondo.cli.show.page;

import dev.rondo.cli.show.Illustrator;

import java.util.List;

/**
 * A part of a page.
 *
 * @param title stands above it
 * @param blocks what it holds, in order
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

    /** With these blocks. */
    public static Section of(String title, Block... blocks) {
        return new Section(title, List.of(blocks));
    }
}
