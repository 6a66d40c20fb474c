// Parquet by the npm packages hyparquet, hyparquet-writer and parquet-wasm (arrow-rs).
//   node parquet.mjs dump FOLDER    reads every .parquet file and writes its canonical text beside it:
//                                   .wasm with types and metadata (as Arrow), .hyparquet with names and values alone
//   node parquet.mjs write FOLDER   writes files, each with its canonical text beside it (.txt, or .values with values alone)
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as arrow from 'apache-arrow';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import wasm from 'parquet-wasm/node';
import { dump, samples } from './arrow.mjs';
import { float } from './canonical.mjs';

const { Compression, Encoding, WriterPropertiesBuilder, WriterVersion } = wasm;

// Times and days as the numbers they are.
const same = (x) => x;
const parsers = {
  timestampFromMilliseconds: same,
  timestampFromMicroseconds: same,
  timestampFromNanoseconds: same,
  dateFromDays: same,
  stringFromBytes: (b) => b && new TextDecoder('utf-8', { fatal: true }).decode(b),
};
const compressors = { GZIP: (input) => new Uint8Array(gunzipSync(input)) };

function value(v, element) {
  if (v === null || v === undefined) return 'null';
  if (element.type === 'DOUBLE' || element.type === 'FLOAT') return float(v);
  return typeof v === 'string' ? JSON.stringify(v) : String(v);
}

async function dumpHyparquet(bytes) {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { schema, num_rows: rows } = parquetMetadata(file);
  const objects = schema.length === 1 ? [] : await parquetReadObjects({ file, compressors, parsers });
  const lines = [`rows ${rows}`];
  for (const element of schema.slice(1)) {
    lines.push(`column ${JSON.stringify(element.name)}`);
    for (const row of objects) lines.push(value(row[element.name], element));
  }
  return lines.join('\n');
}

function dumpWasm(bytes) {
  return dump(arrow.tableFromIPC(wasm.readParquet(bytes).intoIPCStream()));
}

const integers = ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'date', 'seconds', 'millis', 'micros'];
const properties = {
  'v1-snappy': (b) => b.setCompression(Compression.SNAPPY),
  'v1-plain': (b) => b.setCompression(Compression.UNCOMPRESSED).setDictionaryEnabled(false),
  'v1-gzip': (b) => b.setCompression(Compression.GZIP).setDataPageSizeLimit(4096),
  'v2-snappy': (b) => b.setCompression(Compression.SNAPPY).setWriterVersion(WriterVersion.V2).setEncoding(Encoding.PLAIN),
  'v2-groups': (b, rows) => b.setCompression(Compression.UNCOMPRESSED).setWriterVersion(WriterVersion.V2).setMaxRowGroupSize(Math.max(3, rows / 4)).setEncoding(Encoding.PLAIN),
  'v2-delta': (b) => integers.concat('id').reduce((c, name) => c.setColumnDictionaryEnabled(name, false).setColumnEncoding(name, Encoding.DELTA_BINARY_PACKED), b.setCompression(Compression.GZIP).setWriterVersion(WriterVersion.V2).setEncoding(Encoding.PLAIN)),
};
const refused = {
  ZSTD: (b) => b.setCompression(Compression.ZSTD),
  BROTLI: (b) => b.setCompression(Compression.BROTLI),
  LZ4_RAW: (b) => b.setCompression(Compression.LZ4_RAW),
  DELTA_BYTE_ARRAY: (b) => b.setDictionaryEnabled(false).setColumnEncoding('t', Encoding.DELTA_BYTE_ARRAY),
  DELTA_LENGTH_BYTE_ARRAY: (b) => b.setDictionaryEnabled(false).setColumnEncoding('t', Encoding.DELTA_LENGTH_BYTE_ARRAY),
  BYTE_STREAM_SPLIT: (b) => b.setDictionaryEnabled(false).setColumnEncoding('v', Encoding.BYTE_STREAM_SPLIT),
};

function writeWasm(table, build) {
  const builder = build(new WriterPropertiesBuilder(), table.numRows);
  return wasm.writeParquet(wasm.Table.fromIPCStream(arrow.tableToIPC(table, 'stream')), builder.build());
}

function writeHyparquet(rows, options) {
  const at = (f) => Array.from({ length: rows }, (_, i) => f(i));
  const columnData = [
    { name: 'id', data: new BigInt64Array(at((i) => BigInt(i) * -7n)), type: 'INT64', nullable: false, encoding: options.encoding },
    { name: 'step', data: at((i) => (i % 3 === 0 ? null : i >> 4)), type: 'INT32', nullable: true, encoding: options.encoding },
    { name: 'amount', data: at((i) => (i % 5 === 0 ? null : Math.cos(i))), type: 'DOUBLE', nullable: true },
    { name: 'ratio', data: new Float32Array(at((i) => (i % 4 === 0 ? NaN : i / 3))), type: 'FLOAT', nullable: false },
    { name: 'flag', data: at((i) => (i % 6 === 0 ? null : i % 2 === 0)), type: 'BOOLEAN', nullable: true },
    { name: '名称', data: at((i) => (i % 7 === 0 ? null : `流程 ${i % 90}`)), type: 'STRING', nullable: true },
    { name: 'note', data: at((i) => `备注 ${i} 𝟙`), type: 'STRING', nullable: false },
  ];
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData, ...options, compressors: { GZIP: (input) => new Uint8Array(gzipSync(input)) } }));
  const lines = [`rows ${rows}`];
  for (const { name, data, type } of columnData) {
    lines.push(`column ${JSON.stringify(name)}`);
    for (const v of data) lines.push(value(v, { type }));
  }
  return [bytes, lines.join('\n')];
}

const [, , mode, path] = process.argv;
if (mode === 'dump') {
  for (const name of readdirSync(path).filter((n) => n.endsWith('.parquet'))) {
    const bytes = readFileSync(join(path, name));
    writeFileSync(join(path, `${name}.hyparquet`), await dumpHyparquet(bytes));
    writeFileSync(join(path, `${name}.wasm`), dumpWasm(bytes));
  }
} else if (mode === 'write') {
  const tables = samples();
  for (const [name, table] of Object.entries(tables)) {
    for (const [how, build] of Object.entries(properties)) {
      writeFileSync(join(path, `${name}.${how}.parquet`), writeWasm(table, build));
      writeFileSync(join(path, `${name}.${how}.txt`), dump(table));
    }
  }
  for (const [feature, build] of Object.entries(refused)) writeFileSync(join(path, `${feature}.refused`), writeWasm(tables.batches, build));
  const styles = {
    snappy: { codec: 'SNAPPY' },
    gzip: { codec: 'GZIP', rowGroupSize: 300, pageSize: 512 },
    plain: { codec: 'UNCOMPRESSED', rowGroupSize: [1, 999], statistics: false },
    delta: { codec: 'SNAPPY', encoding: 'DELTA_BINARY_PACKED', pageSize: 700 },
  };
  for (const [how, options] of Object.entries(styles)) {
    const [bytes, text] = writeHyparquet(1000, options);
    writeFileSync(join(path, `hyparquet.${how}.parquet`), bytes);
    writeFileSync(join(path, `hyparquet.${how}.values`), text);
  }
} else {
  throw new Error(`Unknown mode '${mode}'; expected 'dump FOLDER' or 'write FOLDER'.`);
}
