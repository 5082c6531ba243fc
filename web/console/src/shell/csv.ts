/* csv.ts - a table as a spreadsheet reads it: a mark for UTF-8, quotes where needed, and nothing
 * that a spreadsheet would take for a formula. */
export function csvCell(value: string): string {
  const plain = /^[=+@\t\r]|^-(?![\d.])/.test(value) ? "'" + value : value;
  return /[",\r\n]/.test(plain) ? '"' + plain.replace(/"/g, '""') + '"' : plain;
}

export function csvText(rows: readonly (readonly string[])[]): string {
  return '\ufeff' + rows.map((row) => row.map(csvCell).join(',') + '\r\n').join('');
}

export function saveFile(name: string, content: BlobPart, type: string) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}
