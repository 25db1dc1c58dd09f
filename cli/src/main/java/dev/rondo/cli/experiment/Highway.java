package dev.rondo.cli.experiment;

import dev.rondo.cli.show.page.Section;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.image.UNet;

import java.util.List;

/**
 * The cell path of an LSTM is a highway for the gradient through time, as the skip connections of
 * an encoder-decoder are one through depth: both networks with it and without it.
 */
final class Highway implements Experiment {
    /** Steps that the LSTM has to remember a symbol for. */
    static final int LAG = 20;

    /** The longest gradient of an update. */
    static final double CLIP = 1;

    static final Sheet SHEET =
            new Sheet(
                    "highway",
                    "That skip connections lead the gradient past the depth of an encoder-decoder"
                            + " as the cell path leads it through time in an LSTM, and what is"
                            + " lost without them.",
                    "the lecture; encoder-decoder: Ronneberger, Fischer and Brox 2015; LSTM:"
                            + " Hochreiter and Schmidhuber 1997",
                    Kind.rows(HighwayNet.values()),
                    new Sheet.Lengths("the size of an image", 8, 128, UNet.MULTIPLE),
                    new Sheet.Extent(List.of(16), 1, 20, 0, "half a minute"),
                    new Sheet.Extent(List.of(32), 3, 500, 0, "20 minutes"),
                    new Sheet.Extent(List.of(32), 1, 250, 0, "10 minutes"),
                    new Sheet.Score("score", "intersection over union", true));

    @Override
    public Sheet sheet() {
        return SHEET;
    }

    /** Sizes of images; sequences have one lag. */
    @Override
    public List<Integer> lengths(Row row, Plan plan) {
        return Kind.named(HighwayNet.values(), row.name()).readsImages()
                ? plan.lengths()
                : List.of(LAG);
    }

    @Override
    public Configuration run(Trial trial, Plan plan, Lab lab) {
        HighwayNet kind = Kind.named(HighwayNet.values(), trial.row());
        return kind.readsImages()
                ? HighwayImages.run(kind, trial, plan, lab)
                : HighwayRecall.run(kind.hasHighway(), trial, plan, lab);
    }

    @Override
    public List<Section> findings(Plan plan, Results results) {
        return new HighwayFindings(plan, results).sections();
    }
}
