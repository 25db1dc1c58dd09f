package dev.rondo.cli.sweep;

import java.util.List;
import java.util.Map;

/** Which combinations of values are tried. */
public sealed interface Search permits Grid, RandomSearch {
    /** Names of the swept options, without dashes. */
    List<String> options();

    /** How many combinations there are. */
    int combinations();

    /**
     * A combination. It follows from the search and the number alone.
     *
     * @param combination its number, from 0
     * @return the value of each option, in the order of the options
     */
    Map<String, String> at(int combination);
}
