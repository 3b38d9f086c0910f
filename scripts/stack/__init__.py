"""The local Supabase stack of this project, and what is made and checked with it."""
