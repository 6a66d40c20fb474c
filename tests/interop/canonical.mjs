// The text of a table that TableText.cs writes too: every value exactly, floats as their bits.
const bits = new DataView(new ArrayBuffer(8));

export function float(value) {
  if (Number.isNaN(value)) return 'NaN';
  bits.setFloat64(0, value);
  return bits.getBigUint64(0).toString(16).padStart(16, '0');
}

export function metadata(map) {
  const entries = [...(map ?? [])].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return '{' + entries.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(',') + '}';
}
