package dev.rondo.models.task;

import dev.rondo.models.checkpoint.Configuration;

/**
 * How the rows of a batch are shared out among processes.
 *
 * @param workers processes that train together
 * @param blocks blocks of a batch that are computed one by one, so that the result has the same
 *     bits for any number of workers; 0 where each worker takes its rows at once
 * @param sums whether the gradients of a batch are added up before they change the weights, which a
 *     run does from its beginning or never
 */
public record Sharing(int workers, int blocks, boolean sums) {
    /** One process, which takes all rows at once. */
    public static final Sharing NONE = new Sharing(1, 0, false);

    private static final String WORKERS = "--workers";

    /** Checks the numbers. */
    public Sharing {
        Values.atLeast(WORKERS, workers, 1);
        if (blocks > 0 && workers > blocks) {
            throw new SettingException(
                    WORKERS
                            + " must be at most --blocks, so that each worker has one; got "
                            + workers
                            + " and "
                            + blocks);
        }
    }

    /** A sharing of a new run. */
    public static Sharing of(int workers, int blocks) {
        return new Sharing(workers, blocks, workers > 1 || blocks > 0);
    }

    /** The same run with other workers. */
    public Sharing workers(int others) {
        if (others > 1 && !sums) {
            throw new SettingException(
                    "this run was begun by one worker without --blocks, and goes on so; to train"
                            + " with several, begin a run with --workers or --blocks");
        }
        return new Sharing(others, blocks, sums);
    }

    /** Whether a group trains, even if it has one member. */
    public boolean isGroup() {
        return workers > 1 || blocks > 0;
    }

    /**
     * The rows that are computed at once.
     *
     * @param batch rows of a batch
     */
    int rows(int batch) {
        int parts = blocks > 0 ? blocks : workers;
        if (batch % parts != 0) {
            throw new SettingException(
                    "a batch must be cut into equal parts: --batch must be a multiple of "
                            + (blocks > 0 ? "--blocks, " : WORKERS + ", ")
                            + parts
                            + "; got "
                            + batch);
        }
        return batch / parts;
    }

    Configuration toConfiguration() {
        return Configuration.empty()
                .with("workers", workers)
                .with("blocks", blocks)
                .with("sums", sums);
    }

    static Sharing parse(Configuration c) {
        return new Sharing(
                c.integer("workers", 1, Integer.MAX_VALUE),
                c.integer("blocks", 0, Integer.MAX_VALUE),
                c.flag("sums"));
    }
}
