package dev.rondo.collective;

/** A thread of a {@link LocalGroup}. */
final class LocalMember implements AllReduce {
    private final LocalGroup group;
    private final int rank;

    LocalMember(LocalGroup group, int rank) {
        this.group = group;
        this.rank = rank;
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return group.size();
    }

    @Override
    public void sum(float[] values) {
        sum(new Numbers.Floats(values));
    }

    @Override
    public void sum(double[] values) {
        sum(new Numbers.Doubles(values));
    }

    private void sum(Numbers values) {
        Numbers[] all = group.meet(rank, values);
        for (int r = 0; r < all.length; r++) {
            if (!all[r].isLike(all[0])) {
                // all members see the same, and say the same
                group.fail(Numbers.unlike(r, all[r], 0, all[0]));
            }
        }
        group.arrive(rank);
        long length = values.length();
        int begin = (int) (length * rank / all.length);
        int end = (int) (length * (rank + 1) / all.length);
        values.sumOf(all, begin, end);
        group.arrive(rank);
    }

    @Override
    public void close() {
        group.fail(new CollectiveException(rank, "rank " + rank + " has left the group"));
    }
}
