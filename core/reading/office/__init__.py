"""Word processors' files: DOCX, ODT, RTF and DOC, and what they have in common."""
