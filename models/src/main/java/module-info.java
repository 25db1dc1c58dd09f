/**
 * Cells, attention, layers, losses, optimizers, encoder-decoder and language model, and what trains
 * and stores them.
 */
module dev.rondo.models {
    requires transitive dev.rondo.api;
    requires transitive dev.rondo.collective;
    requires com.fasterxml.jackson.databind;
    // for TensorBoard's files alone, since it needs a jar that is no module, of which jlink makes
    // no image
    requires static com.fasterxml.jackson.dataformat.protobuf;
    requires com.fasterxml.jackson.jr.ob;
    requires de.siegmar.fastcsv;
    requires org.apache.commons.numbers.gamma;
    requires org.apache.commons.rng.api;
    requires org.apache.commons.rng.sampling;
    requires org.apache.commons.statistics.distribution;

    exports dev.rondo.models.attention;
    exports dev.rondo.models.cell;
    exports dev.rondo.models.checkpoint;
    exports dev.rondo.models.classification;
    exports dev.rondo.models.data;
    exports dev.rondo.models.forecast;
    exports dev.rondo.models.image;
    exports dev.rondo.models.init;
    exports dev.rondo.models.language;
    exports dev.rondo.models.layer;
    exports dev.rondo.models.loss;
    exports dev.rondo.models.optimizer;
    exports dev.rondo.models.seq2seq;
    exports dev.rondo.models.streaming;
    exports dev.rondo.models.synthetic;
    exports dev.rondo.models.task;
    exports dev.rondo.models.torch;
    exports dev.rondo.models.training;

    uses dev.rondo.models.cell.CellKind;
}
