/* sheet.ts - a roster as it comes: CSV goes as it is; of an Excel file the first sheet becomes CSV. */
import { csvText } from '../../shell/csv';

/* Excel's days are instants at midnight, UTC; numbers stand as they are written. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value).trim();
  const parts = value as { result?: unknown; text?: unknown; richText?: { text: string }[] };
  if (parts.richText !== undefined) return parts.richText.map((one) => one.text).join('').trim();
  return cellText(parts.result ?? parts.text);
}

export async function asCsv(file: File): Promise<Blob> {
  if (!file.name.toLowerCase().endsWith('.xlsx')) return file;
  const { default: Excel } = await import('exceljs');
  const book = new Excel.Workbook();
  await book.xlsx.load(await file.arrayBuffer());
  const rows: string[][] = [];
  book.worksheets[0]?.eachRow((row) => rows.push((row.values as unknown[]).slice(1).map(cellText)));
  const width = Math.max(0, ...rows.map((row) => row.length));
  const whole = rows.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? ''));
  return new Blob([csvText(whole)], { type: 'text/csv' });
}
