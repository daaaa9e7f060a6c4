import { format } from './units.js';

/** The settings of a field: the panel's defaults and what an override for its name changes. */
export function fieldOf(panel, name) {
  const field = { ...panel.fieldConfig.defaults };
  for (const override of panel.fieldConfig.overrides ?? []) {
    if (override.matcher.id !== 'byName' || override.matcher.options !== name) continue;
    for (const { id, value } of override.properties) field[id] = value;
  }
  return field;
}

/** @returns the text of a value and the name of its color, if it has one */
export function shown(field, value) {
  const mapped = field.mappings?.find(mapping => mapping.type === 'value' && mapping.options[value])?.options[value];
  return {
    text: mapped?.text ?? format(field.unit, value, field.decimals),
    color: mapped?.color ?? thresholdColor(field.thresholds, value),
  };
}

// The steps are in ascending order; the first has no value.
const thresholdColor = (thresholds, value) => thresholds?.steps.findLast(step => step.value === null || value >= step.value)?.color;
