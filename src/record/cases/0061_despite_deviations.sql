-- breaking: no
-- Why a case closes although something it is about is still not as it must be.
alter table case_closing add column despite_deviations text;
