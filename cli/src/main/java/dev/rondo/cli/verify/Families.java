package dev.rondo.cli.verify;

import dev.rondo.array.Shape;
import dev.rondo.cell.Cell;
import dev.rondo.contract.Family;
import dev.rondo.graph.Scope;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.CellKind;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.ConvLstm;

import java.util.ArrayList;
import java.util.List;

/** The kinds of computation that are verified. */
public final class Families {
    /** Small, because the reference convolves slowly. */
    private static final Shape IMAGE = Shape.of(3, 2);

    private Families() {}

    private static Cell<?> convLstm(Scope scope, int channels, int hiddenChannels) {
        return new ConvLstm(scope, IMAGE.dim(0), IMAGE.dim(1), channels, hiddenChannels, 3);
    }

    /** Random programs, every cell, and every attention. */
    public static List<Family> all() {
        List<Family> all = new ArrayList<>(List.of(Family.programs()));
        for (CellKind kind : Cells.all()) {
            all.add(Family.cell(kind.id(), kind::create));
        }
        all.add(Family.cell(ConvLstm.ID, IMAGE, Families::convLstm));
        for (Attentions attention : Attentions.values()) {
            all.add(AttentionTrial.family(attention));
        }
        return all;
    }
}
