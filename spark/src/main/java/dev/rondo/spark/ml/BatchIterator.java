package dev.rondo.spark.ml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Maps rows some at a time, and takes the next ones only when the results of those are used up.
 *
 * @param <A> what is mapped
 * @param <B> results; as many as there come to be
 */
final class BatchIterator<A, B> implements Iterator<B> {
    private final Iterator<A> rows;
    private final int size;
    private final Function<List<A>, List<B>> mapper;
    private Iterator<B> results = Collections.emptyIterator();

    /**
     * Takes no row yet.
     *
     * @param size how many rows are mapped at a time
     */
    BatchIterator(Iterator<A> rows, int size, Function<List<A>, List<B>> mapper) {
        this.rows = rows;
        this.size = size;
        this.mapper = mapper;
    }

    @Override
    public boolean hasNext() {
        while (!results.hasNext() && rows.hasNext()) {
            List<A> some = new ArrayList<>();
            while (some.size() < size && rows.hasNext()) {
                some.add(rows.next());
            }
            results = mapper.apply(some).iterator();
        }
        return results.hasNext();
    }

    @Override
    public B next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return results.next();
    }
}
