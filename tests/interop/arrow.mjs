// Arrow by the npm package apache-arrow.
//   node arrow.mjs dump FOLDER      reads every .arrow file and .arrows stream and writes its canonical text beside it (.read)
//   node arrow.mjs write FOLDER     writes files and streams, each with its canonical text beside it (.txt)
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as arrow from 'apache-arrow';
import { float, metadata } from './canonical.mjs';

const { Type } = arrow;
const units = ['s', 'ms', 'us', 'ns'];

function typeName(type) {
  switch (type.typeId) {
    case Type.Bool: return 'bool';
    case Type.Int: return `${type.isSigned ? 'int' : 'uint'}${type.bitWidth}`;
    case Type.Float: return ['float16', 'float32', 'float64'][type.precision];
    case Type.Date: return ['date32', 'date64'][type.unit];
    case Type.Timestamp: return `timestamp[${units[type.unit]}${type.timezone ? `, ${type.timezone}` : ''}]`;
    case Type.Utf8: return 'utf8';
    case Type.Dictionary: return `dictionary<${typeName(type.indices)}, ${typeName(type.dictionary)}>`;
    default: return String(type);
  }
}

// Raw values of a chunk, so that 64-bit integers and timestamps stay exact.
function value(data, vector, row) {
  if (!data.getValid(row)) return 'null';
  switch (data.type.typeId) {
    case Type.Bool: return String(vector.get(row));
    case Type.Float: return float(data.values[row]);
    case Type.Int: case Type.Date: case Type.Timestamp: return raw(data, row).toString();
    default: return JSON.stringify(vector.get(row));
  }
}

function raw(data, row) {
  const values = data.values;
  const wide = data.type.typeId === Type.Timestamp || data.type.bitWidth === 64;
  if (!wide || values instanceof BigInt64Array || values instanceof BigUint64Array) return values[row];
  const words = new DataView(values.buffer, values.byteOffset, values.byteLength);
  return words.getBigInt64(row * 8, true);
}

export function dump(table, withMetadata = true) {
  const lines = [];
  if (withMetadata) lines.push('metadata ' + metadata(table.schema.metadata));
  lines.push(`rows ${table.numRows}`);
  table.schema.fields.forEach((field, i) => {
    lines.push(`column ${JSON.stringify(field.name)} ${typeName(field.type)}${field.nullable ? '' : ' not null'}${withMetadata ? ' ' + metadata(field.metadata) : ''}`);
    for (const batch of table.batches) {
      const data = batch.data.children[i];
      const vector = new arrow.Vector([data]);
      for (let row = 0; row < batch.numRows; row++) lines.push(value(data, vector, row));
    }
  });
  return lines.join('\n');
}

function column(type, values, nullable = true) {
  const builder = arrow.makeBuilder({ type, nullValues: [null] });
  for (const v of values) builder.append(v);
  return { vector: builder.finish().toVector(), nullable };
}

function tableOf(columns, meta = []) {
  const fields = Object.entries(columns).map(([name, { vector, nullable, map }]) => new arrow.Field(name, vector.type, nullable, new Map(map ?? [])));
  const schema = new arrow.Schema(fields, new Map(meta));
  const rows = Object.values(columns)[0]?.vector.length ?? 0;
  const children = Object.values(columns).map(({ vector }) => vector.data[0]);
  const data = arrow.makeData({ type: new arrow.Struct(fields), length: rows, nullCount: 0, children });
  return new arrow.Table(schema, [new arrow.RecordBatch(schema, data)]);
}

export function samples() {
  const everything = tableOf({
    bool: column(new arrow.Bool(), [true, null, false, true, true]),
    int8: column(new arrow.Int8(), [-128, 127, null, 0, 1]),
    int16: column(new arrow.Int16(), [-32768, 32767, null, 0, 1]),
    int32: column(new arrow.Int32(), [-2147483648, 2147483647, null, 0, 1]),
    int64: column(new arrow.Int64(), [-(2n ** 63n), 2n ** 63n - 1n, null, 0n, 1n]),
    uint8: column(new arrow.Uint8(), [255, 0, null, 3, 1]),
    uint16: column(new arrow.Uint16(), [65535, 0, null, 3, 1]),
    uint32: column(new arrow.Uint32(), [4294967295, 0, null, 3, 1]),
    uint64: column(new arrow.Uint64(), [2n ** 64n - 1n, 0n, null, 3n, 1n]),
    float32: column(new arrow.Float32(), [NaN, -0, Infinity, null, 1.5]),
    float64: column(new arrow.Float64(), [NaN, -0, -Infinity, null, 0.1]),
    date: column(new arrow.DateDay(), [new Date(0), new Date('2026-11-21'), null, new Date('1969-12-31'), new Date('2000-01-01')]),
    seconds: column(new arrow.TimestampSecond(), [0, 1000, null, 86400000, -1000]),
    millis: column(new arrow.TimestampMillisecond('UTC'), [0, 1, null, 1700000000123, -1]),
    micros: column(new arrow.TimestampMicrosecond('Asia/Shanghai'), [0, 1, null, 1700000000123, -1]),
    utf8: { ...column(new arrow.Utf8(), ['电力', '', null, 'naïve 𝟙', 'x']), map: [['unit', 'kg']] },
    dictionary: column(new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()), ['钢', null, '钢', '电', '']),
    required: column(new arrow.Float64(), [1, 2, 3, 4, 5], false),
  }, [['carbonlca.schema', '1'], ['说明', '全部']]);
  const rows = 100000;
  const large = tableOf({
    id: column(new arrow.Int64(), Array.from({ length: rows }, (_, i) => BigInt(i) * 3n), false),
    amount: column(new arrow.Float64(), Array.from({ length: rows }, (_, i) => (i % 7 === 0 ? null : Math.sin(i)))),
    name: column(new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()), Array.from({ length: rows }, (_, i) => `流 ${i % 300}`)),
    note: column(new arrow.Utf8(), Array.from({ length: rows }, (_, i) => (i % 5 === 0 ? null : `备注 ${i}`))),
  });
  const plain = tableOf({
    t: column(new arrow.Utf8(), ['a', null, '乙', 'd', '', 'f', 'g', 'h', 'i', 'j', 'k']),
    v: column(new arrow.Int32(), [0, 1, null, 3, 4, 5, 6, 7, null, 9, 10]),
    b: column(new arrow.Bool(), [true, false, null, true, true, false, true, null, true, false, true]),
  });
  return {
    everything,
    large,
    slice: plain.slice(3, 10),
    batches: new arrow.Table([...plain.batches, ...plain.slice(2, 5).batches, ...plain.slice(0, 0).batches, ...plain.slice(9).batches]),
    'no-rows': everything.slice(0, 0),
  };
}

if (process.argv[1]?.endsWith('arrow.mjs')) {
  const [, , mode, path] = process.argv;
  if (mode === 'dump') {
    for (const name of readdirSync(path).filter((n) => /\.arrows?$/.test(n))) {
      writeFileSync(join(path, `${name}.read`), dump(arrow.tableFromIPC(readFileSync(join(path, name)))));
    }
  } else if (mode === 'write') {
    for (const [name, table] of Object.entries(samples())) {
      writeFileSync(join(path, `${name}.arrow`), arrow.tableToIPC(table, 'file'));
      writeFileSync(join(path, `${name}.arrows`), arrow.tableToIPC(table, 'stream'));
      writeFileSync(join(path, `${name}.txt`), dump(table));
    }
  } else {
    throw new Error(`Unknown mode '${mode}'; expected 'dump FOLDER' or 'write FOLDER'.`);
  }
}
