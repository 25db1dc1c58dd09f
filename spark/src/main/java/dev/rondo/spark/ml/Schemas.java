package dev.rondo.spark.ml;

import dev.rondo.models.data.NearMiss;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

import java.util.Arrays;
import java.util.List;

/** Checks the columns of data frames. */
final class Schemas {
    private Schemas() {}

    /**
     * Checks that a column exists.
     *
     * @param parameter the parameter that names it
     */
    static void checkThere(StructType schema, String column, String parameter) {
        List<String> names = Arrays.asList(schema.fieldNames());
        if (!names.contains(column)) {
            throw new IllegalArgumentException(
                    "the data frame has no column '"
                            + column
                            + "' ("
                            + parameter
                            + "); it has "
                            + names
                            + NearMiss.question(column, names));
        }
    }

    /** Checks that a column holds sequences. */
    static void checkSequence(StructType schema, String column) {
        checkThere(schema, column, "inputCol");
        DataType type = schema.apply(column).dataType();
        if (!isSequence(type)) {
            throw new IllegalArgumentException(
                    "column '"
                            + column
                            + "' (inputCol) must be a text, an array of numbers, an array of arrays"
                            + " of numbers, or a vector; it is "
                            + type.simpleString());
        }
    }

    private static boolean isSequence(DataType type) {
        if (type instanceof StringType || type.equals(SQLDataTypes.VectorType())) {
            return true;
        }
        if (!(type instanceof ArrayType array)) {
            return false;
        }
        DataType element = array.elementType();
        DataType number = element instanceof ArrayType inner ? inner.elementType() : element;
        return number instanceof NumericType || element.equals(SQLDataTypes.VectorType());
    }

    /** Adds a column that must not be there yet. */
    static StructType add(StructType schema, String name, DataType type) {
        if (Arrays.asList(schema.fieldNames()).contains(name)) {
            throw new IllegalArgumentException(
                    "the data frame has a column '"
                            + name
                            + "' already; drop it, or choose another name for what is added");
        }
        return schema.add(name, type, true);
    }
}
