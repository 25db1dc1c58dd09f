package dev.rondo.cli.apply;

/**
 * What an axis of an input must be.
 *
 * @param name its name in the help, such as T
 * @param size the only size it may have; 0 for any size from 1
 */
record Extent(String name, int size) {
    static Extent any(String name) {
        return new Extent(name, 0);
    }

    boolean allows(int found) {
        return size == 0 ? found > 0 : found == size;
    }

    @Override
    public String toString() {
        return size == 0 ? name : Integer.toString(size);
    }
}
