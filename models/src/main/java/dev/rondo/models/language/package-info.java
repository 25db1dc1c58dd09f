/** Language models, and sampling from them. */
package dev.rondo.models.language;
