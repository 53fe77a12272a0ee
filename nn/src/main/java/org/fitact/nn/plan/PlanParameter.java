package org.fitact.nn.plan;

import org.fitact.nn.layer.Parameter;

/**
 * One stored array of a deployed network, as it was when the plan was made.
 *
 * @param name as in the network; a bias that came about by folding batch norm is named after its weight
 * @param layer name of the layer or activation site
 * @param kind WEIGHT, BIAS, NORM or BOUND
 * @param values not to be modified
 */
public record PlanParameter(String name, String layer, Parameter.Kind kind, float[] values) {

    static PlanParameter of(Parameter parameter) {
        return new PlanParameter(
                parameter.name(),
                layerOf(parameter.name()),
                parameter.kind(),
                parameter.value().toArray());
    }

    static String layerOf(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }
}
