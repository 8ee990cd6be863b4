import type { Condition, Operand } from './syntax.ts';

const ofOperand = (operand: Operand): string[] => {
  if (operand.kind === 'path') return [String(operand.path[0])];
  return operand.kind === 'call' ? operand.args.flatMap(ofOperand) : [];
};

/** The attributes that a condition reads, in the order of the statement. */
export const headsOf = (condition: Condition | undefined): string[] => {
  if (!condition) return [];
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.parts.flatMap(headsOf);
    case 'not':
      return headsOf(condition.part);
    case 'compare':
      return [condition.left, condition.right].flatMap(ofOperand);
    case 'between':
      return [condition.value, condition.low, condition.high].flatMap(ofOperand);
    case 'in':
      return [condition.value, ...condition.choices].flatMap(ofOperand);
    case 'is':
      return ofOperand(condition.value);
    default:
      return ofOperand(condition);
  }
};
