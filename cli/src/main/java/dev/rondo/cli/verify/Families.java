package dev.rondo.cli.verify;

import dev.rondo.contract.Family;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.CellKind;
import dev.rondo.models.cell.Cells;

import java.util.ArrayList;
import java.util.List;

/** The kinds of computation that are verified. */
public final class Families {
    private Families() {}

    /** Random programs, every cell, and every attention. */
    public static List<Family> all() {
        List<Family> all = new ArrayList<>(List.of(Family.programs()));
        for (CellKind kind : Cells.all()) {
            all.add(Family.cell(kind.id(), kind::create));
        }
        for (Attentions attention : Attentions.values()) {
            all.add(AttentionTrial.family(attention));
        }
        return all;
    }
}
