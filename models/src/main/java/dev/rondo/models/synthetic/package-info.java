/**
 * Generated tasks that ask for a long memory: what the literature on recurrent networks measures
 * cells by. Each is a function of a seed, so that nothing has to be downloaded or stored.
 */
package dev.rondo.models.synthetic;
