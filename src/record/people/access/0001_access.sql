-- breaking: no
-- How people come in: passwords, second steps, sessions, tokens, links by mail. Only hashes are stored of what opens a door.

create table credential (
  person_id uuid primary key references person,
  password_hash text not null,
  changed_at timestamptz not null
);

create table totp (
  person_id uuid primary key references person,
  sealed_secret text not null,
  confirmed_at timestamptz,
  -- The last time step that was used: a code cannot be used twice (RFC 6238, 5.2).
  last_step bigint not null default -1,
  created_at timestamptz not null
);
create table recovery_code (
  person_id uuid not null references person,
  hash bytea not null,
  used_at timestamptz,
  primary key (person_id, hash)
);

create table session (
  id uuid primary key,
  person_id uuid not null references person,
  hash bytea not null unique,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ip text not null,
  device text not null
);
create index session_person on session (person_id);

create table api_token (
  id uuid primary key,
  person_id uuid not null references person,
  name text not null,
  hash bytea not null unique,
  -- Permissions it is limited to; null: all that the person has.
  scope text[],
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_token_person on api_token (person_id, created_at);

-- Single use, by mail: a new password or an invitation.
create table mailed_link (
  hash bytea primary key,
  person_id uuid not null references person,
  purpose text not null check (purpose in ('reset', 'invitation')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index mailed_link_person on mailed_link (person_id, created_at);

-- Failed sign-ins under a hashed key (account and network, account, network, known device); no person, no address in it.
create table sign_in_failure (
  key bytea primary key,
  failures int not null,
  last_at timestamptz not null
);
create index sign_in_failure_age on sign_in_failure (last_at);

-- One look-up a request: who presents this session or token, and the note that it was seen (at most once a minute).
-- Idle for 14 days or older than expires_at: not valid any more.
create function spil_identify(kind text, presented bytea, at timestamptz) returns jsonb
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  found record;
begin
  if kind = 'session' then
    select s.id, s.person_id, null::text[] as scope, s.last_seen_at as seen into found from session s
      where s.hash = presented and s.expires_at > at and s.last_seen_at > at - interval '14 days';
  else
    select t.id, t.person_id, t.scope, t.last_used_at as seen into found from api_token t
      where t.hash = presented and t.revoked_at is null and t.expires_at > at;
  end if;
  if found.id is null then return null; end if;
  if found.seen is null or found.seen < at - interval '1 minute' then
    if kind = 'session' then update session set last_seen_at = at where id = found.id and last_seen_at < at;
    else update api_token set last_used_at = at where id = found.id and (last_used_at is null or last_used_at < at);
    end if;
  end if;
  return spil_identity(found.person_id) || jsonb_build_object('credentialId', found.id, 'scope', to_jsonb(found.scope),
    'totp', exists (select from totp where totp.person_id = found.person_id and confirmed_at is not null));
end $$;

-- Ends every session, token and mailed link of somebody who leaves. For themselves, their administrators and Spil.
create function spil_end_access(person uuid, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not (spil_system() or person = spil_person() or spil_administrates_person(person)) then
    raise exception 'not allowed here' using errcode = '42501';
  end if;
  delete from session where person_id = person;
  update api_token set revoked_at = at where person_id = person and revoked_at is null;
  update mailed_link set used_at = at where person_id = person and used_at is null;
end $$;

-- Takes away everything somebody could come in with, and what it was known by: for erasure, after their access has ended.
create function spil_forget_access(person uuid) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not (spil_system() or spil_administrates_person(person)) then
    raise exception 'not allowed here' using errcode = '42501';
  end if;
  delete from session where person_id = person;
  delete from api_token where person_id = person;
  delete from mailed_link where person_id = person;
  delete from recovery_code where person_id = person;
  delete from totp where person_id = person;
  delete from credential where person_id = person;
end $$;

-- A link for somebody else, by their administrators; at most five an hour of a kind, so that nobody is flooded with mail.
create function spil_add_link(hashed bytea, person uuid, kind text, at timestamptz, until timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not (spil_system() or spil_administrates_person(person)) then
    raise exception 'not allowed here' using errcode = '42501';
  end if;
  insert into mailed_link (hash, person_id, purpose, created_at, expires_at)
    select hashed, person, kind, at, until
    where (select count(*) from mailed_link where person_id = person and purpose = kind and created_at > at - interval '1 hour') < 5;
  return found;
end $$;

revoke all on function spil_identify, spil_end_access, spil_forget_access, spil_add_link from public;
grant execute on function spil_identify, spil_end_access, spil_forget_access, spil_add_link to spil_app;

grant select, insert, update on credential, api_token, mailed_link to spil_app;
grant select, insert, update, delete on totp, recovery_code, session, sign_in_failure to spil_app;
grant delete on credential, mailed_link to spil_app;

alter table credential enable row level security;
create policy credential_own on credential for all to spil_app using ((select spil_system()) or person_id = (select spil_person()));
alter table totp enable row level security;
create policy totp_own on totp for all to spil_app using ((select spil_system()) or person_id = (select spil_person()));
alter table recovery_code enable row level security;
create policy recovery_code_own on recovery_code for all to spil_app using ((select spil_system()) or person_id = (select spil_person()));
alter table session enable row level security;
create policy session_own on session for all to spil_app using ((select spil_system()) or person_id = (select spil_person()));
alter table api_token enable row level security;
create policy api_token_own on api_token for all to spil_app using ((select spil_system()) or person_id = (select spil_person()));
alter table mailed_link enable row level security;
create policy mailed_link_system on mailed_link for all to spil_app using ((select spil_system()));
alter table sign_in_failure enable row level security;
-- Counted for the system (sign-in) and for people (their password once more) alike; the keys are keyed hashes that say nothing.
create policy sign_in_failure_all on sign_in_failure for all to spil_app using (true);
